"""The AI agents' door: `/mcp`, the same verbs as tools."""
