"""Sends requests of AWS's botocore, one for each line of JSON on the standard input.

A line is {"service", "operation", "input"}; the reply, a line as well, is {"output"} or {"error", "status"}.
The first line is about the model: for each operation of Chime SDK Voice, the members of its input.
"""

import json
import os
import sys

import botocore.config
import botocore.exceptions
import botocore.session
from botocore import xform_name

SERVICE = "chime-sdk-voice"

session = botocore.session.get_session()
clients = {}


def client_of(service):
    if service not in clients:
        config = botocore.config.Config(retries={"total_max_attempts": 1}, proxies={})
        endpoint = os.environ["ENDPOINT"]
        clients[service] = session.create_client(service, endpoint_url=endpoint, config=config)
    return clients[service]


def models():
    model = session.get_service_model(SERVICE)
    shapes = {name: model.operation_model(name).input_shape for name in model.operation_names}
    return {name: members_of(shape) if shape else {} for name, shape in shapes.items()}


def members_of(shape):
    return {
        name: {
            "in": member.serialization.get("location", "body"),
            "wireName": member.serialization.get("name", name),
            "required": name in shape.required_members,
            "enum": member.metadata.get("enum", []),
        }
        for name, member in shape.members.items()
    }


def reply_to(request):
    call = getattr(client_of(request["service"]), xform_name(request["operation"]))
    try:
        output = call(**request["input"])
    except botocore.exceptions.ClientError as reason:
        metadata = reason.response["ResponseMetadata"]
        return {"error": reason.response["Error"]["Code"], "status": metadata["HTTPStatusCode"]}
    del output["ResponseMetadata"]
    return {"output": output}


def say(value):
    # A time has no other text than that of ISO 8601.
    print(json.dumps(value, default=lambda time: time.isoformat()), flush=True)


say({"version": botocore.__version__, "operations": models()})
for line in sys.stdin:
    say(reply_to(json.loads(line)))
