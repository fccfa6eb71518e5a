"""Films: a story told in a private process and folder, checked, then put in place in one step."""
