"""Extensions as rows of a spreadsheet: reading files, and the columns that import and export share."""
