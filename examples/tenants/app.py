"""Orders of several customers, each with front ends of its own."""

from flask import Flask, abort, request


def create_app(tenants):
    """``tenants`` maps names to sets of origins; in production it is a table."""
    app = Flask(__name__)

    @app.after_request
    def allow_front_ends_of_the_tenant(response):
        response.vary.add("Origin")
        tenant = (request.view_args or {}).get("tenant")
        if request.origin in tenants.get(tenant, ()):
            response.access_control_allow_origin = request.origin
            response.access_control_allow_headers = ["Content-Type"]
        return response

    @app.get("/<tenant>/orders")
    def orders(tenant):
        return {"orders of": tenant} if tenant in tenants else abort(404)

    @app.post("/<tenant>/orders")
    def order(tenant):
        return {"ordered": request.get_json()["what"], "by": tenant}, 201

    return app
