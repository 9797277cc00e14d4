"""The pictures of sound: live, and standing still."""
