"""The official Python client of SCORM Cloud API v2, unchanged, against the real service.

Here: courses, their versions and their packages.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rustici_software_cloud_v2 as cloud
from rustici_software_cloud_v2.rest import ApiException

from tests.acceptance.conftest import APP_ID, SECRET
from tests.packages import scorm12

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.conftest import Service


class Client:
    """The client, its blocking calls made in a thread."""

    def __init__(self, url: str, folder: Path) -> None:
        configuration = cloud.Configuration()
        configuration.host = f"{url}/api/v2/"
        configuration.username, configuration.password = APP_ID, SECRET
        configuration.temp_folder_path = str(folder)
        self.api = cloud.ApiClient(configuration)
        self.courses = cloud.CourseApi(self.api)

    async def __call__(self, operation: str, *arguments: Any, **options: Any) -> Any:
        call = getattr(self.courses, operation)
        return await asyncio.to_thread(call, *arguments, **options)


@pytest.fixture
def client(service: Service, tmp_path: Path) -> Iterator[Client]:
    made = Client(service.url, tmp_path)
    yield made
    made.api.rest_client.pool_manager.clear()


async def test_versions_are_uploaded_told_downloaded_and_deleted(
    client: Client, service: Service, tmp_path: Path
) -> None:
    packages = [scorm12("One"), scorm12("Two")]
    for number, data in enumerate(packages):
        file = tmp_path / f"{number}.zip"
        file.write_bytes(data)
        begun = await client(
            "create_upload_and_import_course_job",
            "safety",
            file=str(file),
            may_create_new_version=True,
        )
        while (job := await client("get_import_job_status", begun.result)).status == "RUNNING":
            pass
        assert job.status == "COMPLETE"
        assert job.import_result.course.version == number
    await service.launch("safety", "r")

    told = await client("get_course_versions", "safety", include_registration_count=True)
    assert [(c.version, c.title, c.registration_count) for c in told.courses] == [
        (0, "One", 0),
        (1, "Two", 1),
    ]
    first = await client("get_course_version_info", "safety", 0)
    assert (first.version, first.course_learning_standard) == (0, "SCORM12")
    assert [child.title for child in first.root_activity.children] == ["First"]

    newest = await client("get_course_zip", "safety")
    assert Path(newest).read_bytes() == packages[1]
    older = await client("get_versioned_course_zip", "safety", 0)
    assert Path(older).read_bytes() == packages[0]
    assert Path(older).name == "safety-v0.zip"

    await client("set_course_title", "safety", cloud.TitleSchema("Охрана труда"))
    assert (await client("get_course", "safety")).title == "Охрана труда"

    await client("delete_course_version", "safety", 1)
    told = await client("get_course_versions", "safety")
    assert [c.version for c in told.courses] == [0]
    with pytest.raises(ApiException) as refusal:
        await client("get_course_version_info", "safety", 1)
    assert refusal.value.status == 404
    await client("delete_course_version", "safety", 0)
    with pytest.raises(ApiException) as refusal:
        await client("get_course", "safety")
    assert "could not find course id" in refusal.value.body
