"""Reports on a host of their own. The page asks for them where they are."""

from flask import Flask
from flask_cors import CORS

FILES = "https://files.example.net"


def create_apps():
    api, files = Flask("api"), Flask("files")
    CORS(api, origins=["https://app.example.com"])
    CORS(files, origins=["https://app.example.com"])

    @api.get("/report")
    def report():
        return {"url": f"{FILES}/report.csv"}

    @files.get("/report.csv")
    def file():
        return "tea,450"

    return {"https://api.example.org": api, FILES: files}
