"""Uploads are bounded before a view sees them: whoever sends more than any page takes must not fill the disk."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# Well above what pages take, so that whoever chose a file that is a little too large is told so at its field.
MOST_BYTES = 16 * 1024 * 1024


class BoundedUploads(FileUploadHandler):
    """First of the upload handlers: counts the bytes of all files of a request and passes them on."""

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            for handler in self.request.upload_handlers if self.request is not None else ():
                handler.upload_interrupted()  # Django would leave the file it was writing to the garbage collector
            raise RequestDataTooBig("What you sent is larger than 16 MB. Choose a smaller file.")
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:  # noqa: ARG002 - Django's signature
        return None  # the next handler has the file
