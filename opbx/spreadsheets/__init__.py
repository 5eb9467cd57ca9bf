"""Objects as rows of a spreadsheet: reading and writing files, and the columns that import and export share."""
