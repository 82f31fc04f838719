"""What an app was seen to do, written down, and what has changed since."""
