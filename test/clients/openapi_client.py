"""Checks a service's OpenAPI document, and that what the service answers is what the document says.

    python openapi_client.py ADDRESS REQUESTS

The second argument is a file with a list of requests: method, path, the path's name in the document, content type, body, headers. Prints one
JSON document: the errors of the document by the validator of the OpenAPI 3.1 schema, the operations that no request reached,
and of each request the status and what is wrong with its answer.
"""

import json
import sys
import urllib.error
import urllib.request

from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

address, file = sys.argv[1:]
with open(file, encoding="utf-8") as opened:
    requests = json.load(opened)
with urllib.request.urlopen(address + "/openapi.json") as answer:
    document = json.load(answer)


def send(request):
    """Status, content type and body."""
    body = request.get("body")
    data = None if body is None else body.encode("utf-8")
    headers = {**({"Content-Type": request["type"]} if data is not None else {}), **request.get("headers", {})}
    made = urllib.request.Request(address + request["path"], data=data, method=request["method"], headers=headers)
    try:
        with urllib.request.urlopen(made) as answer:
            return answer.status, answer.headers.get("Content-Type"), answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers.get("Content-Type"), refused.read()


def wrong(schema, value):
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(value)
    return [f"{error.json_path}: {error.message}"[:300] for error in found]


def values_of(kind, body):
    """What the body holds: one JSON value, one for each line, or text."""
    if kind == "application/json":
        return [json.loads(body)]
    if kind in ("application/x-ndjson", "application/jsonlines"):
        return [json.loads(line) for line in body.splitlines()] if kind == "application/x-ndjson" else [body.decode("utf-8")]
    return [body.decode("utf-8")]


def check(request):
    """What is wrong with the request, where it should be well formed, and with its answer."""
    operation = document["paths"][request["name"]][request["method"].lower()]
    status, kind, body = send(request)
    faults = []
    if status < 400 and request["method"] != "GET" and request.get("body") is not None:
        taken = operation["requestBody"]["content"].get(request["type"])
        if taken is None:
            faults.append(f"the document names no body of {request['type']}")
        elif request["type"] == "application/json":
            faults += [f"sent {one}" for one in wrong(taken["schema"], json.loads(request["body"]))]
    response = operation["responses"].get(str(status))
    if response is None:
        return {"status": status, "faults": [*faults, f"the document has no status {status}"]}
    content = response.get("content")
    if content is None:
        if body:
            faults.append("the document says of no body")
        return {"status": status, "faults": faults}
    kind = (kind or "").split(";")[0].strip()
    if kind not in content:
        return {"status": status, "faults": [*faults, f"the document names no answer of {kind}"]}
    for value in values_of(kind, body):
        faults += wrong(content[kind]["schema"], value)
    return {"status": status, "faults": faults}


reached = {(request["name"], request["method"].lower()) for request in requests}
print(
    json.dumps(
        {
            "errors": [str(error.message) for error in OpenAPIV31SpecValidator(document).iter_errors()],
            "unreached": [
                f"{method.upper()} {path}"
                for path, methods in document["paths"].items()
                for method in methods
                if (path, method) not in reached
            ],
            "names": sorted(operation["operationId"] for methods in document["paths"].values() for operation in methods.values()),
            "answers": [check(request) for request in requests],
        }
    )
)
