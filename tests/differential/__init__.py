"""Fresh CORS cases, asked of a real Chromium and of our engine. `python -m tests.differential --help` tells how."""
