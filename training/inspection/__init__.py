"""What a data set holds, to be looked at: as text, as JSON, as a page with pictures."""
