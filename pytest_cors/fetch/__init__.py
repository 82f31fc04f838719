"""The Fetch Standard, without input or output: what a browser does with a request, step by step."""
