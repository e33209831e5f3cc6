"""Text messages to telephones: how long they are, the gateway that takes them, and a gateway to try things with."""
