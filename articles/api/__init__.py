"""What machines get: JSON of the same values that the pages show."""
