"""Web kit: what views of every app share."""
