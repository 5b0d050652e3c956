"""Reasons why an address is not stored: the keys of the report, and the sentence a person reads."""

from __future__ import annotations

REASONS = {
    # refused
    "scheme": "không phải địa chỉ http hoặc https",
    "off-site": "ở trang khác; dùng --allow-host nếu muốn lưu cả trang đó",
    "private-address": "trỏ vào mạng nội bộ",
    "bad-address": "địa chỉ viết sai",
    "robots": "robots.txt không cho lấy",
    "robots-unavailable": "không đọc được robots.txt (máy chủ lỗi), nên không vào trang; hãy chạy lại sau",
    "trap": "loạt địa chỉ tự sinh không có nội dung mới (lịch, bộ lọc…)",
    "duplicate": "trùng với một địa chỉ đã lưu",
    "postback": "nút __doPostBack trên trang bài viết, không phát lại",
    "too-many-redirects": "chuyển hướng quá nhiều lần",
    # failed
    "redirect-loop": "chuyển hướng vòng quanh",
    "bad-redirect": "chuyển hướng mà không nói tới đâu",
    "timeout": "máy chủ không trả lời kịp",
    "too-slow": "máy chủ trả lời nhỏ giọt",
    "too-large": "nội dung quá lớn (trên 20 MB) hoặc không có điểm dừng",
    "truncated": "nội dung bị cắt, thiếu so với kích thước máy chủ báo",
    "bad-encoding": "nội dung nén bị hỏng",
    "bad-response": "trả lời không đúng giao thức HTTP",
    "connection": "không kết nối được",
    "reset": "máy chủ ngắt kết nối",
    "login": "máy chủ đòi đăng nhập",
    "tls": "chứng thư TLS không hợp lệ; xem --insecure-tls",
    "empty": "trang rỗng",
    "soft-404": "máy chủ báo thành công nhưng trang nói không tìm thấy",
    "wrong-type": "loại nội dung không đúng như máy chủ báo",
    "partial": "máy chủ chỉ gửi một phần (206)",
    "busy": "máy chủ báo bận nhiều lần",
    # neither
    "redirect": "chuyển hướng",
    "limit": "chưa tới lượt: đã đến giới hạn của lần chạy",
}


def explain(reason: str) -> str:
    """The sentence for a reason; ``http-404`` and the like speak for themselves."""
    if reason.startswith("http-"):
        return f"máy chủ trả lời mã lỗi {reason.removeprefix('http-')}"
    return REASONS.get(reason, "")
