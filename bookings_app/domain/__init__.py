"""The rules: plain functions over plain values. Standard library only."""
