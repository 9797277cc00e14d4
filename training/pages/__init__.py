"""Pages to be read in a browser: one file each, without scripts and without anything external."""
