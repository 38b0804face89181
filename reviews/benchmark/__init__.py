"""A database for measuring: thousands of imported answers, published by nobody for nobody."""
