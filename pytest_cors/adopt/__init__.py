"""From an app without a contract to an app with one."""
