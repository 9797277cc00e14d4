"""Where samples come from: microphones and files. No Qt, no network."""
