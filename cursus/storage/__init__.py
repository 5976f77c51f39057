"""Where cursus keeps things: the Database and ObjectStore ports and what implements them."""
