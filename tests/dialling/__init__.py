"""The numbering plan, feature codes and speed dial."""
