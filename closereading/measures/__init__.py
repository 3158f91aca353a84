"""Text statistics. Every function takes arrays or a token table of any text; nothing here knows this book's texts."""
