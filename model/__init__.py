"""What the program and the training share. Imports nothing."""
