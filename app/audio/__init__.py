"""Where samples come from, microphones and files, and where they are played. No Qt, no network."""
