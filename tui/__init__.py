"""The command line and the screens of planreview; holds no rule of the domain."""
