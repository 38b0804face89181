"""Pages made into what machines read: pure functions of page values and the site."""
