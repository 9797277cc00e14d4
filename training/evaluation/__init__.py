"""How good a model is: what is measured, and how it is shown."""
