"""Where each service answers: botocore's rule engine over its rule sets, for every region that it knows and some that it
does not know."""

import botocore.endpoint_provider
import botocore.exceptions
import botocore.loaders

LOADER = botocore.loaders.Loader()
PARTITIONS = LOADER.load_data("partitions")
SERVICES = {"dms": "dms", "drs": "drs"}
SOME = ["us-east-1", "eu-central-2", "ap-southeast-7", "mx-central-1", "cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "us-iso-east-1", "us-iso-west-1",
        "us-isob-east-1", "us-isof-south-1", "eu-isoe-west-1", "eusc-de-east-1"]
UNKNOWN = ["us-new-9", "eu-west-10", "cn-south-12", "us-gov-north-3", "xx-east-1", "local", "us-east-1a", "useast1", "fips", "af-a-0", "us-iso-north-2", "eusc-de-west-2"]
ENDPOINTS = ["https://example.com", "http://localhost:9999", "https://192.0.2.7:8443", "https://example.com/one", "https://[2001:db8::7]"]


def providers():
    for service, folder in SERVICES.items():
        rules = LOADER.load_service_model(folder, "endpoint-rule-set-1")
        yield service, botocore.endpoint_provider.EndpointProvider(rules, PARTITIONS)


def case(service, provider, **params):
    shown = {"Region": "region", "UseFIPS": "fips", "UseDualStack": "dual", "Endpoint": "at"}
    parts = [f"{shown[name]}-{value}" if value is not True else shown[name] for name, value in params.items() if value is not False]
    try:
        expect = {"url": provider.resolve_endpoint(**params).url}
    except botocore.exceptions.EndpointProviderError as error:
        expect = {"error": error.kwargs["msg"]}
    return {"name": "-".join([service, *parts]), "service": service, "params": params, "expect": expect}


def files():
    cases = []
    regions = [region for partition in PARTITIONS["partitions"] for region in partition["regions"]]
    for service, provider in providers():
        for region in sorted(set(regions)) + UNKNOWN:
            for fips in (False, True):
                for dual in (False, True):
                    if not (fips or dual) or region in SOME or region in UNKNOWN:
                        cases.append(case(service, provider, Region=region, UseFIPS=fips, UseDualStack=dual))
        for url in ENDPOINTS:
            cases.append(case(service, provider, Region="eu-west-1", Endpoint=url))
            cases.append(case(service, provider, Region="eu-west-1", UseFIPS=True, Endpoint=url))
            cases.append(case(service, provider, Region="eu-west-1", UseDualStack=True, Endpoint=url))
            cases.append(case(service, provider, Endpoint=url))
        cases.append(case(service, provider))
        cases.append(case(service, provider, UseFIPS=True, UseDualStack=True))
    return {"endpoints.json": cases}
