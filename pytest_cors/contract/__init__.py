"""What a team declares, and what it means."""
