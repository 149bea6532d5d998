"""The texts in five languages: message catalogues, and how dates, amounts and lists are written."""
