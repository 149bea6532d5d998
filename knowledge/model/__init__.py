"""What the knowledge base consists of: values, entries, relations and the fields that people ask about."""
