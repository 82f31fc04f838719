"""What there is to ask of an application, and what was answered."""
