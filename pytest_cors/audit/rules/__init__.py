"""The rules: one module each, named for the rule, with a ``RULE`` in it."""
