"""From samples to answers. No Qt."""
