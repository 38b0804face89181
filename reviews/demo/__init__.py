"""The demonstration: answers in our own words, reviewed by people who do not exist."""
