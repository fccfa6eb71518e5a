"""What a network and its function are, exactly."""
