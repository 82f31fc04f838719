"""The audit: known CORS mistakes, found by what a browser would do, and told with their way out."""
