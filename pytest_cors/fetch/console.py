from pytest_cors.fetch.reasons import Reason
def console_line(reason: Reason, profile: str) -> str:
    return ""
