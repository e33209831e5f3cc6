"""What the operations are called and what is said of them, in the documentation."""

from __future__ import annotations

from motcua.kernel.sentences import gettext_noop

CHAPTERS: dict[str, str] = {
    "dossiers": gettext_noop("Hồ sơ"),
    "worklist": gettext_noop("Việc"),
    "counter": gettext_noop("Quầy: chứng thực và thu tiền"),
    "catalogue": gettext_noop("Thủ tục"),
    "offices": gettext_noop("Cơ quan"),
    "files": gettext_noop("Tệp"),
    "tax": gettext_noop("Cơ quan thuế"),
}
ABOUT = gettext_noop(
    "Mọi việc làm được trên trang đều làm được qua API này, theo cùng quy định và với cùng lời giải thích. "
    "Mỗi lời gọi kèm mã truy cập của một tài khoản; tài khoản thấy và làm được gì trên trang thì ở đây cũng vậy."
)
# Operation → its title and what to know of it.
SAID: dict[str, tuple[str, str]] = {
    "file_dossier": (
        gettext_noop("Ghi nhận hồ sơ"),
        gettext_noop(
            "Với `accept`, `ask`, `refuse` hoặc `at_once` thì quyết định luôn trong cùng một lần. "
            "Ghi cả `competent` thì nhanh hơn một chút."
        ),
    ),
    "read_linked_group": (
        gettext_noop("Xem một nhóm thủ tục liên thông"),
        gettext_noop(
            "Các thủ tục theo thứ tự, danh sách giấy tờ chung và ngày hẹn nếu nhận bây giờ ở nơi tiếp nhận `counter`."
        ),
    ),
    "file_linked": (
        gettext_noop("Nhận một tờ khai liên thông"),
        gettext_noop(
            "Một tờ khai thành nhiều hồ sơ trong cùng một lần, chung một giấy hẹn. "
            "`papers` ghi theo danh sách giấy tờ chung của nhóm."
        ),
    ),
    "read_linked_declaration": (
        gettext_noop("Xem một tờ khai liên thông"),
        gettext_noop("Theo mã của bất kỳ hồ sơ nào trong tờ khai: từng hồ sơ, trạng thái, và đang chờ kết quả nào."),
    ),
    "certify": (
        gettext_noop("Vào sổ chứng thực"),
        gettext_noop(
            "Một yêu cầu thành một dòng của sổ và một hồ sơ trả kết quả ngay; phí tính theo biểu phí. "
            "Có `paid` thì thu đủ phí trong cùng một lần."
        ),
    ),
    "list_certifications": (
        gettext_noop("Danh sách dòng của sổ chứng thực"),
        gettext_noop("Các sổ của cơ quan có nơi tiếp nhận `counter`, mới vào sổ trước. Tên người yêu cầu được che."),
    ),
    "read_certification": (gettext_noop("Xem một dòng của sổ chứng thực"), gettext_noop("Theo mã hồ sơ của yêu cầu.")),
    "void_certification": (
        gettext_noop("Hủy một dòng của sổ chứng thực"),
        gettext_noop("Hủy cả hồ sơ và lần thu của dòng ấy; số không dùng lại."),
    ),
    "read_fees": (
        gettext_noop("Xem phí, lệ phí của một hồ sơ"),
        gettext_noop("Khoản phải thu từng dòng, các lần thu, hủy, hoàn trả, và số còn phải thu."),
    ),
    "read_tills": (
        gettext_noop("Xem sổ thu một ngày"),
        gettext_noop("Sổ thu của tài khoản; người phụ trách nơi tiếp nhận thấy mọi sổ thu ở đó."),
    ),
    "close_till": (
        gettext_noop("Chốt sổ thu"),
        gettext_noop("Ghi số tiền mặt đếm được; khác với sổ thì nêu lý do. Người phụ trách chốt thay bằng `account`."),
    ),
    "list_dossiers": (
        gettext_noop("Danh sách hồ sơ"),
        gettext_noop("Hồ sơ mà tài khoản được xem, mới nộp trước. Tên người nộp được che như trên trang."),
    ),
    "read_dossier": (
        gettext_noop("Xem một hồ sơ"),
        gettext_noop("Toàn bộ hồ sơ; `acts` cho biết việc nào làm được lúc này (null), và vì sao việc khác thì chưa."),
    ),
    "explain_dossier": (
        gettext_noop("Vì sao hẹn ngày đó"),
        gettext_noop("Từng dòng giải thích hạn trả kết quả, như mục “vì sao?” trên trang."),
    ),
    "accept": (
        gettext_noop("Tiếp nhận"),
        gettext_noop("Hồ sơ đã đủ: thời hạn bắt đầu tính, giấy tiếp nhận và hẹn trả được ghi số."),
    ),
    "refuse": (gettext_noop("Từ chối tiếp nhận"), gettext_noop("Trước khi tiếp nhận, bằng mẫu 03 với các lý do.")),
    "propose_supplement": (
        gettext_noop("Đề xuất yêu cầu bổ sung"),
        gettext_noop("Người thụ lý đề xuất; nơi tiếp nhận phát hành. Yêu cầu muộn hoặc lặp lại do lãnh đạo nêu lý do."),
    ),
    "ask_supplement": (
        gettext_noop("Phát hành yêu cầu bổ sung"),
        gettext_noop(
            "Mẫu 02. Sau khi tiếp nhận, phát hành đúng nội dung đã đề xuất và bỏ qua `items`; "
            "trước khi tiếp nhận, theo `items`."
        ),
    ),
    "drop_supplement": (
        gettext_noop("Không phát hành đề xuất bổ sung"),
        gettext_noop("Trả đề xuất lại cho người thụ lý, hoặc người đề xuất tự rút lại."),
    ),
    "receive_supplement": (gettext_noop("Nhận bổ sung"), gettext_noop("Giấy tờ vừa nộp; thời hạn chạy lại.")),
    "take": (gettext_noop("Nhận việc"), gettext_noop("Nhận một việc đang mở mà chưa ai nhận.")),
    "hand_over": (
        gettext_noop("Bàn giao việc"),
        gettext_noop(
            "Cho đồng nghiệp cùng vị trí, để lại cho mọi người cùng vị trí (`to` là null), hoặc chia theo `share`."
        ),
    ),
    "send_back": (gettext_noop("Trả lại bước trước"), gettext_noop("Về một bước trước đó, sau bước tiếp nhận.")),
    "recall": (
        gettext_noop("Thu hồi việc đã chuyển"),
        gettext_noop("Chính người đã chuyển hoặc trả lại bước, khi chưa ai nhận việc vừa mở; hạn của bước giữ nguyên."),
    ),
    "hold": (
        gettext_noop("Tạm dừng thời hạn"),
        gettext_noop("`financial`: người nộp thực hiện nghĩa vụ tài chính (trạng thái 6); `other`: căn cứ khác."),
    ),
    "release": (gettext_noop("Tiếp tục tính thời hạn"), gettext_noop("Thời hạn chạy tiếp phần còn lại.")),
    "resolve": (
        gettext_noop("Có kết quả"),
        gettext_noop("Phát hành kết quả điện tử, hoặc nơi tiếp nhận báo đã nhận kết quả giấy. Hồ sơ xong từ lúc này."),
    ),
    "return_result": (gettext_noop("Trả kết quả"), gettext_noop("Trao kết quả cho người nộp hoặc người được ghi tên.")),
    "withdraw": (gettext_noop("Rút hồ sơ"), gettext_noop("Theo yêu cầu của người nộp, trước khi có quyết định.")),
    "stop": (gettext_noop("Dừng giải quyết"), gettext_noop("Theo quyết định của cơ quan, có căn cứ pháp lý.")),
    "reopen": (
        gettext_noop("Mở lại để sửa sai"),
        gettext_noop("Kết quả sai do lỗi của cơ quan; hạn trả của hồ sơ giữ nguyên."),
    ),
    "amend": (
        gettext_noop("Sửa thông tin hồ sơ"),
        gettext_noop("Chỉ ghi mục cần sửa. Sửa người và sửa giấy tờ thành hai lần riêng."),
    ),
    "attach": (gettext_noop("Thêm tệp"), gettext_noop("Tệp đã gửi bằng POST /files; không thay và không xóa được.")),
    "decide_claim": (
        gettext_noop("Duyệt ghi lùi ngày"),
        gettext_noop("Người thứ hai duyệt hoặc không duyệt một bước ghi muộn; số liệu theo lúc ghi không đổi."),
    ),
    "post_result": (
        gettext_noop("Gửi kết quả qua bưu chính"),
        gettext_noop("Hồ sơ được trả khi bưu chính báo đã phát (`POST …/return`, `way: post`)."),
    ),
    "result_came_back": (
        gettext_noop("Nhận kết quả bưu chính chuyển hoàn"),
        gettext_noop("Kết quả về lại quầy, chờ người nộp đến nhận."),
    ),
    "remind": (gettext_noop("Nhắc nhận kết quả"), gettext_noop("Ghi lần đã nhắc và cách nhắc.")),
    "keep_originals": (
        gettext_noop("Giữ bản chính để đối chiếu"),
        gettext_noop("Danh sách bản chính giữ lại; mỗi bản được một số."),
    ),
    "give_back": (gettext_noop("Trả lại bản chính"), gettext_noop("Theo số của từng bản, kèm người nhận lại.")),
    "settle_wrong_result": (
        gettext_noop("Xử lý kết quả sai đã trao"),
        gettext_noop("Bản giấy sai đã thu lại hay chưa, đã báo người nhận bằng cách nào."),
    ),
    "record_loss": (
        gettext_noop("Ghi nhận mất, hư hỏng giấy tờ"),
        gettext_noop("Người chịu trách nhiệm, điều cần cung cấp lại; văn bản xin lỗi theo mẫu 04."),
    ),
    "void": (
        gettext_noop("Hủy hồ sơ ghi nhầm"),
        gettext_noop("Mã đã cấp vẫn giữ, không dùng lại; hồ sơ đứng ngoài mọi số liệu."),
    ),
    "assess": (
        gettext_noop("Tính phí, lệ phí"),
        gettext_noop(
            "Số lượng (bản, trang, người) và đối tượng miễn, giảm theo danh mục; "
            "`amount` chỉ dùng khi danh mục chưa có mức thu bằng số."
        ),
    ),
    "pay": (
        gettext_noop("Thu phí, lệ phí"),
        gettext_noop("Tiền mặt hoặc chuyển khoản, với ký hiệu và số của biên lai đã cấp ở hệ thống khác."),
    ),
    "cancel_payment": (
        gettext_noop("Hủy lần thu ghi sai"),
        gettext_noop("Lần thu `n` không còn hiệu lực, dòng cũ vẫn giữ; `instead` là lần thu đúng, nếu có thu."),
    ),
    "refund": (
        gettext_noop("Hoàn trả phí, lệ phí"),
        gettext_noop("Toàn bộ hoặc một phần của lần thu `n`, có lý do."),
    ),
    "apologise": (
        gettext_noop("Xin lỗi và hẹn lại"),
        gettext_noop("Mẫu 04, khi chậm hoặc khi có sai sót; ngày hẹn chuyển đi, hạn theo luật giữ nguyên."),
    ),
    "change_case": (
        gettext_noop("Chuyển trường hợp"),
        gettext_noop(
            "Sang trường hợp khác của cùng thủ tục, có căn cứ và bằng chứng, trước hạn giải quyết; "
            "thời hạn vẫn tính từ lần tiếp nhận ban đầu."
        ),
    ),
    "consult": (
        gettext_noop("Lấy ý kiến cơ quan khác"),
        gettext_noop("Thời hạn của hồ sơ vẫn chạy; cơ quan được hỏi có thời hạn riêng, tính bằng ngày làm việc."),
    ),
    "answer_consultation": (
        gettext_noop("Trả lời ý kiến"),
        gettext_noop("Thay mặt cơ quan được hỏi; `verdict` là agree, conditions, disagree hoặc other."),
    ),
    "withdraw_consultation": (
        gettext_noop("Rút câu hỏi lấy ý kiến"),
        gettext_noop("Câu hỏi chưa được trả lời không cần trả lời nữa; ghi rõ lý do."),
    ),
    "route": (
        gettext_noop("Xác định cơ quan giải quyết"),
        gettext_noop("Của hồ sơ được ghi nhận khi chưa rõ cơ quan nào giải quyết; nơi nhận sau đó tiếp nhận."),
    ),
    "receive_transfer": (
        gettext_noop("Nhận hồ sơ giấy chuyển đến"),
        gettext_noop("Của hồ sơ nhận tại quầy khác; thời hạn tính từ lúc này, không muộn hơn giấy hẹn."),
    ),
    "reroute": (
        gettext_noop("Chuyển đúng cơ quan giải quyết"),
        gettext_noop("Của hồ sơ đã đến nhầm cơ quan; hạn không đổi, thời gian ở nơi nhầm tính cho nơi đã chuyển."),
    ),
    "urge": (
        gettext_noop("Đôn đốc"),
        gettext_noop("Người đang giữ việc được báo và phải trả lời; ghi vào nhật ký của hồ sơ."),
    ),
    "answer_urging": (
        gettext_noop("Trả lời đôn đốc"),
        gettext_noop("Trả lời mọi lần đôn đốc đang chờ; người đôn đốc được báo."),
    ),
    "ask_tax": (
        gettext_noop("Gửi cơ quan thuế"),
        gettext_noop("Phiếu chuyển thông tin; khi chưa nối với cơ quan thuế thì ghi là đã gửi bằng giấy."),
    ),
    "take_notice": (
        gettext_noop("Nhận thông báo thuế"),
        gettext_noop("Thông báo đến bằng giấy: hồ sơ chờ người nộp, thời hạn tạm dừng đến khi nộp đủ."),
    ),
    "withdraw_notice": (
        gettext_noop("Thu hồi thông báo thuế"),
        gettext_noop("Cơ quan thuế thu hồi một thông báo chưa nộp; không còn thông báo nào thì thời hạn chạy tiếp."),
    ),
    "take_proof": (
        gettext_noop("Nhận chứng từ nộp thuế"),
        gettext_noop("Chứng từ đến bằng giấy; nộp đủ mọi thông báo thì thời hạn chạy tiếp phần còn lại."),
    ),
    "tax_message": (
        gettext_noop("Thông điệp của cơ quan thuế"),
        gettext_noop(
            "Dành cho tài khoản máy có vị trí “Hệ thống của cơ quan thuế”. Gửi lại cùng `message` thì không làm lần "
            "hai. 404: không có hồ sơ này; 409: chưa nhận được lúc này (ví dụ chứng từ đến trước thông báo), hãy gửi "
            "lại sau."
        ),
    ),
    "list_work": (
        gettext_noop("Danh sách việc"),
        gettext_noop("Việc của tôi hoặc của cơ quan; hồ sơ đến hạn sớm đứng trước."),
    ),
    "advance": (
        gettext_noop("Hoàn thành một bước"),
        gettext_noop("Bước phát hành kết quả cần `result`; kết quả điện tử kết thúc hồ sơ ngay ở bước này."),
    ),
    "search_procedures": (
        gettext_noop("Tìm thủ tục"),
        gettext_noop("Thủ tục có hiệu lực hôm nay theo cách gọi thường ngày, đúng nhất trước."),
    ),
    "list_procedures": (gettext_noop("Danh sách thủ tục"), gettext_noop("Thủ tục có hiệu lực hôm nay, theo mã.")),
    "read_procedure": (
        gettext_noop("Xem một thủ tục"),
        gettext_noop("Giấy tờ cần nộp, thời hạn, nơi tiếp nhận và quy trình nội bộ."),
    ),
    "list_agencies": (gettext_noop("Danh sách cơ quan"), gettext_noop("Cơ quan đang hoạt động, theo mã định danh.")),
    "list_processes": (
        gettext_noop("Xem các quy trình nội bộ của một thủ tục"),
        gettext_noop(
            "Mọi bản của quy trình riêng, của cơ quan có quy trình riêng, và quy trình chung của cấp đang áp dụng. "
            "Bản đang áp dụng đứng trước."
        ),
    ),
    "read_process_bpmn": (
        gettext_noop("Tải quy trình nội bộ ở dạng BPMN 2.0"),
        gettext_noop("Kèm hình vẽ, mở được bằng các phần mềm mô hình hóa thông dụng."),
    ),
    "read_process_picture": (
        gettext_noop("Tải hình vẽ của quy trình nội bộ"),
        gettext_noop("Hình SVG có làn của từng nơi thực hiện."),
    ),
    "check_process": (
        gettext_noop("Kiểm chứng một tệp BPMN"),
        gettext_noop(
            "Không ghi gì. Mọi chỗ sai được nói tại phần tử và dòng của nó; phần tử mà Motcua không chạy được thì "
            "bị từ chối bằng tên. Đúng khi mọi đường đều đến kết thúc và không có chỗ tắc."
        ),
    ),
    "draft_process": (
        gettext_noop("Lưu một tệp BPMN làm bản thảo quy trình"),
        gettext_noop(
            "Bản thảo chưa có hiệu lực: người quản trị xem, sửa và ban hành trên trang. Chỗ nào Motcua không chạy được "
            "thì cả tệp bị từ chối, `errors` nói dòng và phần tử; chỗ nào còn phải sửa thì `problems` nói ở dòng nào "
            "của bảng. Đã có bản thảo thì chỉ thay khi `seen` là số của nó."
        ),
    ),
    "read_agency": (
        gettext_noop("Xem một cơ quan"),
        gettext_noop("Nơi tiếp nhận cho biết cả các cơ quan mà nó nhận hồ sơ thay (`serves`)."),
    ),
    "send_file": (
        gettext_noop("Gửi một tệp"),
        gettext_noop(
            "`file` trong câu trả lời là tên của tệp, để ghi vào `papers.files` hoặc `attachments`; "
            "tệp chưa dùng sau hai tháng thì bị bỏ."
        ),
    ),
    "read_file": (gettext_noop("Tải một tệp"), gettext_noop("Nội dung một tệp của hồ sơ.")),
    "read_slip": (
        gettext_noop("Tải một phiếu"),
        gettext_noop("Phiếu theo mẫu, dạng PDF; mỗi lần tải tính là một lần in."),
    ),
}
# Status → when it is answered.
ENDINGS: dict[int, str] = {
    400: gettext_noop("Yêu cầu không đọc được: không phải JSON, hoặc không phải mã UTF-8."),
    401: gettext_noop("Không có mã truy cập, mã sai, hết hạn hoặc đã bị thu hồi."),
    403: gettext_noop("Mã truy cập không có phạm vi mà việc này cần."),
    404: gettext_noop("Không có, hoặc tài khoản này không được biết là có."),
    405: gettext_noop("Địa chỉ có, nhưng không nhận cách gọi này."),
    409: gettext_noop("Chưa làm được lúc này; `detail` nói vì sao, giống lời trên trang."),
    413: gettext_noop("Nội dung quá lớn."),
    422: gettext_noop("Một mục chưa đúng; `field` và `errors` chỉ ra mục nào."),
    429: gettext_noop("Gọi quá nhiều; Retry-After cho biết đợi bao nhiêu giây."),
    500: gettext_noop("Lỗi của hệ thống; `number` là số lỗi để báo người quản trị."),
}
IDEMPOTENCY = gettext_noop(
    "Khóa do bên gọi đặt, ví dụ một UUID. Gửi lại cùng khóa và cùng nội dung trong một ngày thì nhận lại câu trả lời "
    "cũ, việc không làm hai lần; cùng khóa mà khác nội dung thì bị từ chối."
)
LANGUAGE = gettext_noop("`vi` (mặc định) hoặc `en`: ngôn ngữ của các câu.")
BEARER = gettext_noop("Mã truy cập, cấp bằng lệnh `motcua token TÊN_ĐĂNG_NHẬP`.")
