"""What the screens show about sharing."""
