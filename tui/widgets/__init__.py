"""The parts screens are built from; all drawn line by line, none of them knows the domain."""
