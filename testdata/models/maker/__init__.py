"""Builds the networks of testdata/models and their training graphs."""
