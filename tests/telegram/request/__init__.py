"""Tests of the HTTP client: it sends what the default one sends, fails as that one fails, and never shows the token."""
