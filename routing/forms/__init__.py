"""The forms of routing; their cleaned data are the keywords of the services."""
