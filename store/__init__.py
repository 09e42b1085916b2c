"""Everything of planreview that is not a screen; imports neither textual nor rich."""
