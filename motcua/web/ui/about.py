"""Each page in two sentences: what it is for, and what to do or mind there. By the name of its address."""

from __future__ import annotations

from motcua.kernel.sentences import gettext_noop

STACK = gettext_noop(
    "Quét nhiều phiếu liền nhau để làm cùng một việc bằng một lần bấm. Hồ sơ nào chưa làm được sẽ nói vì sao."
)
ABOUT: dict[str, str] = {
    # Accounts
    "accounts:password": gettext_noop(
        "Đổi mật khẩu của chính anh/chị. Đổi xong, các phiên đăng nhập khác của tài khoản này kết thúc."
    ),
    "accounts:messages": gettext_noop(
        "Điều hệ thống báo cho anh/chị, mới nhất trước. Bấm vào một thông báo để đến đúng nơi cần xem."
    ),
    "accounts:mail": gettext_noop(
        "Chọn loại thông báo được gửi thêm vào thư điện tử. Thông báo trên trang vẫn đến như cũ."
    ),
    "accounts:absences": gettext_noop(
        "Báo trước ngày vắng mặt và người làm thay. Trong những ngày ấy việc mới đến tay người làm thay."
    ),
    "accounts:tokens": gettext_noop(
        "Mã để phần mềm khác làm việc thay anh/chị. Mỗi mã chỉ hiện một lần; thu hồi ngay khi không dùng."
    ),
    # Papers and the register
    "desk:papers": gettext_noop(
        "Mọi phiếu đã lập trong phạm vi của Anh/Chị, mới nhất trước. Tìm theo số phiếu, mã hồ sơ, mã phiếu hoặc ngày."
    ),
    "desk:paper": gettext_noop(
        "Phiếu đã đánh số, nội dung giữ nguyên từ lúc lập. Bên dưới là từng lần lập lại và ai đã in."
    ),
    "desk:hand_over_slip": gettext_noop(
        "Lập một phiếu bàn giao cho nhiều hồ sơ, có chữ ký hai bên. Phiếu chỉ ghi việc giao giấy; việc trên hệ thống "
        "chuyển ở danh sách việc."
    ),
    "desk:register": gettext_noop(
        "Mỗi giấy tiếp nhận là một dòng, đánh số từ đầu đến hết năm. Hết năm, người đứng đầu Bộ phận Một cửa khóa sổ."
    ),
    "desk:register_making": gettext_noop(
        "Tệp bảng tính của sổ lớn được lập ở nền; trang này cho biết đã ghi đến đâu. Xong thì tải về; chỉ người "
        "yêu cầu tải được."
    ),
    # Counter
    "counter:home": gettext_noop(
        "Bắt đầu ngày làm việc ở quầy: tìm thủ tục để nhận hồ sơ, làm tiếp bản nháp. Bên dưới là hồ sơ đang "
        "chờ quầy, mỗi thẻ một loại việc."
    ),
    "counter:choose": gettext_noop(
        "Anh/Chị tiếp nhận ở nhiều nơi: chọn nơi đang ngồi. Mọi hồ sơ nhận từ lúc này thuộc nơi đó."
    ),
    "counter:procedures": gettext_noop(
        "Gõ tên thủ tục, có dấu hoặc không, chữ đầu hoặc mã. Chọn một dòng để mở biểu mẫu tiếp nhận."
    ),
    "counter:reception": gettext_noop(
        "Ghi người nộp, giấy tờ và cách nhận kết quả; bên cạnh là giấy hẹn sẽ in ra. Nhận, trả ngay, yêu cầu "
        "bổ sung hay từ chối đều ở thanh dưới cùng."
    ),
    "counter:linked": gettext_noop(
        "Một tờ khai cho nhiều thủ tục liên thông: giấy tờ chung chỉ nộp một lần. Mỗi thủ tục thành một hồ sơ "
        "có mã riêng, in chung một giấy hẹn."
    ),
    "counter:many": gettext_noop(
        "Một người nộp cùng một thủ tục cho nhiều người: dán danh sách hoặc chọn tệp, sửa từng dòng, đánh dấu "
        "giấy tờ một lần. Mỗi người có một hồ sơ với mã và ngày hẹn riêng."
    ),
    "counter:many_done": gettext_noop(
        "Các hồ sơ vừa nhận cho nhiều người, mỗi người một mã. In một danh sách tiếp nhận cho người nộp."
    ),
    "counter:shadows": gettext_noop(
        "Hồ sơ nhận tại đây mà hệ thống khác giải quyết, ghi lại để trả lời người dân. Motcua không tính hạn "
        "và không đưa vào báo cáo."
    ),
    "counter:shadow": gettext_noop(
        "Một hồ sơ của hệ thống khác và trạng thái của nó ở đó. Thấy trạng thái mới ở hệ thống kia thì bấm "
        "ghi lại ở đây."
    ),
    "counter:shadow_new": gettext_noop("Ghi mã và ngày hẹn mà hệ thống kia đã cấp. Người dân tra cứu được bằng mã ấy."),
    "counter:done": gettext_noop(
        "Việc vừa làm xong: mã hồ sơ, ngày hẹn và phiếu để in. Phím F8 đưa đến người tiếp theo."
    ),
    "counter:digitise": gettext_noop(
        "Biến giấy tờ của hồ sơ thành tệp: quét cả xấp, chia trang cho từng giấy tờ, xoay, rồi lưu. "
        "Giấy tờ người này đã nộp ở hồ sơ trước thì dùng lại, không cần quét nữa."
    ),
    "counter:emergency": gettext_noop(
        "Lập và in sẵn phiếu trắng có số để nhận hồ sơ khi mất điện. Nhập xong hồ sơ thì khóa tập: số không "
        "dùng bị hủy và còn lại dấu vết."
    ),
    "counter:returns": gettext_noop(
        "Kết quả đang chờ tại quầy. Quét giấy hẹn để trả mọi kết quả của người ấy trong một lần."
    ),
    "counter:hand_out": gettext_noop(
        "Mọi kết quả và bản chính chờ một người. Đánh dấu thứ được trao, ghi ai nhận, rồi bấm F9."
    ),
    "counter:uncollected": gettext_noop(
        "Kết quả đã có mà chưa ai đến nhận. Lọc theo số ngày chờ, mở một dòng để gọi và ghi lần nhắc."
    ),
    "counter:reminder": gettext_noop(
        "Gọi người có kết quả chưa nhận, rồi ghi đã nhắc bằng cách nào. Bấm mới hiện số điện thoại; lần xem được lưu."
    ),
    "counter:originals": gettext_noop(
        "Bản chính giữ lại để đối chiếu mà chưa trả cho người nộp. Mở một dòng để ghi việc trả lại."
    ),
    "counter:till": gettext_noop(
        "Tiền anh/chị đã thu trong ngày, theo khoản thu, biên lai và cách nộp. "
        "Cuối ngày đếm tiền rồi chốt; chốt rồi thì sửa sai vào sổ của ngày sau."
    ),
    "counter:certify": gettext_noop(
        "Chứng thực: mỗi yêu cầu một dòng, Enter vào sổ rồi sang dòng mới. Phí, số của sổ và hồ sơ tự sinh theo dòng."
    ),
    "counter:certified": gettext_noop(
        "Sổ chứng thực theo loại và năm, số liên tục. Dòng ghi nhầm vẫn giữ số và lý do hủy; sổ in được và tải được."
    ),
    # Desk
    "desk:home": gettext_noop(
        "Việc đang chờ anh/chị, việc gấp nhất ở trên. Đánh dấu nhiều dòng để nhận, chuyển bước hoặc bàn giao một lần."
    ),
    "desk:backlog": gettext_noop(
        "Việc tồn của cả phòng, theo người và theo bước. Bấm một con số để thấy đúng các hồ sơ ấy."
    ),
    "desk:areas": gettext_noop("Ai phụ trách địa bàn nào: việc mới tự đến người đó. Việc đang làm không đổi người."),
    "desk:scan": gettext_noop(
        "Quét hoặc gõ mã trên phiếu để thấy việc làm được ngay với hồ sơ. Không có máy quét thì chụp ảnh mã "
        "bằng điện thoại."
    ),
    "desk:stack": STACK,
    "desk:stack_of": STACK,
    "desk:signing": gettext_noop(
        "Kết quả đang chờ anh/chị ký, từng cái với ý kiến của các bước trước. Ký, hoặc trả lại kèm lý do."
    ),
    "desk:own_work": gettext_noop(
        "Việc của riêng anh/chị trong tuần hoặc tháng: đến, làm xong, đang giữ. Bấm vào một số để xem từng việc đã "
        "tính."
    ),
    "desk:changes": gettext_noop(
        "Quyết định công bố có thay đổi liên quan đến việc của anh/chị. Đọc xong thì bấm đã đọc."
    ),
    "desk:unrouted": gettext_noop("Hồ sơ chưa rõ cơ quan nào giải quyết. Phải xác định trước giờ ghi ở mỗi dòng."),
    "desk:claims": gettext_noop(
        "Bước được ghi lùi ngày đang chờ người thứ hai xem bằng chứng. Duyệt thì số liệu theo thời điểm thật mới tính."
    ),
    "desk:opinions": gettext_noop(
        "Dự thảo quy trình mà cơ quan anh/chị được hỏi ý kiến. Mở một dòng để đọc và trả lời trước hạn."
    ),
    "desk:opinion": gettext_noop(
        "Dự thảo quy trình đúng như lúc gửi. Góp ý theo từng bước; mỗi cơ quan trả lời một lần."
    ),
    "desk:reviews": gettext_noop("Các đợt rà soát thủ tục mà cơ quan anh/chị được giao. Mở một đợt để điền đề xuất."),
    "desk:review": gettext_noop(
        "Mỗi dòng một thủ tục, điền đề xuất ngay tại dòng. Bấm giữ ở cuối trang; làm tiếp lúc nào cũng được."
    ),
    "desk:dossiers": gettext_noop(
        "Mọi hồ sơ anh/chị được xem. Tìm bằng mã, tên, số giấy tờ hoặc điện thoại; lọc rồi tải về nếu cần."
    ),
    "desk:dossier": gettext_noop(
        "Một hồ sơ: đang ở đâu, hạn còn bao lâu và vì sao. Việc anh/chị làm được ở thanh dưới cùng; việc chưa "
        "làm được thì ghi rõ lý do."
    ),
    "desk:signatures": gettext_noop(
        "Ai đã ký số tệp này, chữ ký còn đúng không và ai cấp chứng thư số. Kết quả chỉ để xem, không tự đổi hồ sơ."
    ),
    "desk:act": gettext_noop(
        "Một việc trên một hồ sơ. Điền những gì được hỏi rồi bấm nút dưới cùng; chưa bấm thì chưa có gì thay đổi."
    ),
    "desk:bulk_advance": gettext_noop(
        "Hoàn thành bước của các hồ sơ đã đánh dấu, cùng một lúc. Hồ sơ nào không chuyển được thì nói rõ, các "
        "hồ sơ khác vẫn đi tiếp."
    ),
    "desk:bulk_hand_over": gettext_noop(
        "Giao các việc đã đánh dấu cho một người, hoặc chia đều. Việc và hạn giữ nguyên, chỉ đổi người làm."
    ),
    # Figures
    "board:home": gettext_noop(
        "Báo cáo mẫu II.06a của kỳ và cơ quan anh/chị chọn. Mỗi con số mở ra đúng các hồ sơ của nó."
    ),
    "board:form_07a_page": gettext_noop(
        "Biểu 07a năm 2026 của kỳ và cơ quan anh/chị chọn. Cột chưa có nguồn không ghi 0, được nêu một lần bên dưới."
    ),
    "board:form_07a_dossiers": gettext_noop(
        "Các hồ sơ đứng sau một con số của biểu 07a. Hồ sơ anh/chị không được xem vẫn được đếm nhưng không hiện."
    ),
    "board:form_period_page": gettext_noop(
        "Số liệu của kỳ bất kỳ, theo lĩnh vực, cơ quan, thủ tục hay kênh, có xếp hạng và so với hai kỳ trước. Mỗi con "
        "số mở ra đúng các hồ sơ của nó."
    ),
    "board:form_period_dossiers": gettext_noop(
        "Các hồ sơ đứng sau một con số của kỳ. Hồ sơ anh/chị không được xem vẫn được đếm nhưng không hiện."
    ),
    "board:burning": gettext_noop(
        "Nơi nào đang cháy, ngay lúc này: quá hạn, chưa xin lỗi, đến hạn hôm nay. Bấm một số để đôn đốc từng hồ sơ."
    ),
    "board:fires": gettext_noop(
        "Các hồ sơ đứng sau một con số điểm nóng, lâu nhất trước. Mỗi dòng có việc nên làm tiếp theo."
    ),
    "board:form_07b_page": gettext_noop(
        "Biểu 07b: thủ tục, thủ tục nhận tại Bộ phận Một cửa, quy trình nội bộ. Tính theo danh mục có hiệu lực cuối kỳ."
    ),
    "board:form_07b_dossiers": gettext_noop(
        "Các thủ tục đứng sau một con số của biểu 07b. Thủ tục có nhiều quy trình nội bộ được đếm bấy nhiêu lần."
    ),
    "board:dossiers": gettext_noop(
        "Các hồ sơ đứng sau một con số của báo cáo. Hồ sơ anh/chị không được xem vẫn được đếm nhưng không hiện."
    ),
    "board:lateness": gettext_noop(
        "Hồ sơ quá hạn chậm ở đâu: theo cơ quan, theo bước, theo nguyên nhân. Chậm do ghi muộn đứng riêng."
    ),
    "board:late_dossiers": gettext_noop(
        "Các hồ sơ đứng sau một con số của bảng quá hạn. Mở một hồ sơ để thấy từng bước mất bao lâu."
    ),
    "board:participation": gettext_noop(
        "Phần việc của cơ quan phối hợp trong hồ sơ của cơ quan khác. Hồ sơ chỉ được đếm một lần, ở cơ quan chủ trì."
    ),
    "board:participation_pieces": gettext_noop(
        "Từng phần việc đứng sau một con số phối hợp. Mở hồ sơ để xem câu hỏi và câu trả lời."
    ),
    "board:doors": gettext_noop(
        "Hồ sơ nhận không phụ thuộc địa giới: nơi nhận và nơi giải quyết khác nhau. Bảng đếm theo từng cặp."
    ),
    "board:door_dossiers": gettext_noop(
        "Các hồ sơ đứng sau một con số phi địa giới. Mở một hồ sơ để thấy đường đi của nó."
    ),
    "board:beside": gettext_noop(
        "Hồ sơ mà cơ quan nhận ngoài Trung tâm hoặc Bộ phận Một cửa. Mỗi con số mở ra các hồ sơ ấy."
    ),
    "board:beside_dossiers": gettext_noop(
        "Các hồ sơ nhận ngoài Trung tâm đứng sau một con số. Mở một hồ sơ để xem ai đã nhận, lúc nào."
    ),
    "board:frozen_list": gettext_noop(
        "Báo cáo đã chốt: số liệu không bao giờ đổi nữa. Mỗi báo cáo có mã kiểm để người khác tính lại."
    ),
    "board:frozen": gettext_noop("Một báo cáo đúng như lúc chốt. Hồ sơ ghi muộn về sau nằm ở kỳ sau, dòng điều chỉnh."),
    # Back office
    "backoffice:home": gettext_noop("Điều cần người quản trị để mắt hôm nay. Mỗi dòng dẫn đến nơi xử lý."),
    "backoffice:agencies": gettext_noop(
        "Cây cơ quan của tỉnh theo ngày hiệu lực. Tìm theo tên, hoặc mở một cơ quan để sửa."
    ),
    "backoffice:agency_new": gettext_noop(
        "Mở một cơ quan kể từ một ngày. Mã định danh theo quyết định của tỉnh và không đổi được về sau."
    ),
    "backoffice:agency": gettext_noop(
        "Một cơ quan: phòng, vị trí, giờ làm việc, diễn biến. Mọi thay đổi có ngày hiệu lực và được ghi lại."
    ),
    "backoffice:agency_edit": gettext_noop(
        "Sửa cách viết tên, địa chỉ, điện thoại. Đổi tên theo quyết định thì kết thúc cơ quan và mở cơ quan kế thừa."
    ),
    "backoffice:agency_close": gettext_noop(
        "Kết thúc một cơ quan và chuyển hồ sơ, vị trí cho cơ quan kế thừa. Trang cho thấy mọi thứ sẽ chuyển "
        "trước khi bấm."
    ),
    "backoffice:office_hours": gettext_noop(
        "Giờ làm việc kể từ một ngày; hạn giải quyết tính theo giờ này. Ngày hẹn đã in không thay đổi."
    ),
    "backoffice:counter_hours": gettext_noop(
        "Giờ mở quầy kể từ một ngày, cho người dân biết. Giờ này không làm thay đổi hạn."
    ),
    "backoffice:warning_shares": gettext_noop(
        "Dùng hết bao nhiêu phần trăm hạn thì nhắc người đang giữ, rồi nhắc lãnh đạo. Áp dụng cho cả đơn vị trực thuộc."
    ),
    "backoffice:staff": gettext_noop("Mọi người có tài khoản và vị trí của họ. Tìm theo tên hoặc cơ quan."),
    "backoffice:account_new": gettext_noop(
        "Mở tài khoản cho một người kèm vị trí đầu tiên. Mật khẩu dùng một lần chỉ hiện ngay sau khi bấm."
    ),
    "backoffice:account": gettext_noop(
        "Một người: vị trí, đăng nhập, mã truy cập, diễn biến. Khóa tài khoản có hiệu lực ngay."
    ),
    "backoffice:account_edit": gettext_noop("Sửa họ tên, điện thoại, thư điện tử. Tên đã in trên phiếu cũ giữ nguyên."),
    "backoffice:post_new": gettext_noop("Thêm một vị trí, kể từ một ngày. Quyền đi theo vị trí, không theo người."),
    "backoffice:assistance": gettext_noop(
        "Ai được ghi thay cho lãnh đạo nào. Sổ ghi rõ cả người thao tác và người ký."
    ),
    "backoffice:calendar": gettext_noop(
        "Ngày nghỉ, ngày làm bù và giờ làm việc của một năm. Hạn mới tính theo lịch này; hạn đã báo không tự đổi."
    ),
    "backoffice:cutoffs": gettext_noop(
        "Tháng, quý, năm báo cáo của tỉnh chốt vào ngày nào, từ tháng nào, theo văn bản nào. "
        "Các trang số liệu và biểu dùng theo."
    ),
    "backoffice:day_new": gettext_noop(
        "Ghi ngày nghỉ hoặc ngày làm việc. Trước khi giữ, trang cho thấy hồ sơ nào bị ảnh hưởng."
    ),
    "backoffice:swap_new": gettext_noop("Ghi ngày nghỉ hoán đổi cùng ngày làm bù. Hai ngày luôn đi với nhau."),
    "backoffice:calendar_changes": gettext_noop("Mọi lần sửa lịch, ai sửa và sửa gì. Mở một dòng để hoàn tác."),
    "backoffice:calendar_change": gettext_noop(
        "Một lần sửa lịch và ảnh hưởng của nó. Hoàn tác cũng là một lần sửa, có dấu vết."
    ),
    "backoffice:procedures": gettext_noop(
        "Thủ tục đang có hiệu lực. Mở một thủ tục để xem bản đã công bố, quy trình và thẩm quyền."
    ),
    "backoffice:procedure": gettext_noop(
        "Một thủ tục với các bản đã công bố. Bản đã công bố không sửa được; muốn đổi thì có quyết định mới."
    ),
    "backoffice:catalogue_counts": gettext_noop(
        "Có bao nhiêu thủ tục, theo cấp, lĩnh vực, cơ quan, vào một ngày. Mỗi lĩnh vực mở ra thủ tục của nó."
    ),
    "backoffice:linked_groups": gettext_noop(
        "Nhóm thủ tục liên thông: một tờ khai, nhiều hồ sơ. Có nhóm đang hiệu lực, sắp hiệu lực và đã kết thúc."
    ),
    "backoffice:linked_group": gettext_noop(
        "Một nhóm liên thông: thủ tục nào chờ thủ tục nào. Điều còn thiếu của từng thủ tục được nói ngay tại đó."
    ),
    "backoffice:linked_upload": gettext_noop(
        "Gửi tệp các nhóm liên thông và xem từng dòng sẽ làm gì. Bấm một lần thì tất cả có hiệu lực, hoặc "
        "không dòng nào."
    ),
    "backoffice:reviews": gettext_noop(
        "Các đợt rà soát thủ tục: phân cấp, dịch vụ công trực tuyến, đơn giản hóa. Đợt đang mở ở trên."
    ),
    "backoffice:review_new": gettext_noop(
        "Mở một đợt rà soát: mỗi thủ tục một dòng, giao cho cơ quan giải quyết. Nêu hạn trả lời."
    ),
    "backoffice:review": gettext_noop("Tiến độ và tỷ lệ của một đợt rà soát. Mẫu số bằng không thì ghi không tính."),
    "backoffice:review_lines": gettext_noop("Từng thủ tục của đợt rà soát. Đánh dấu để giao sang cơ quan khác."),
    "backoffice:review_judge": gettext_noop("Xem từng đề xuất và chấp nhận hoặc không. Giữ theo từng trang."),
    "backoffice:decisions": gettext_noop(
        "Quyết định công bố thủ tục: dự thảo và đã công bố. Mọi thay đổi của danh mục đi qua đây."
    ),
    "backoffice:decision_new": gettext_noop("Bắt đầu dự thảo quyết định công bố. Số và ngày có thể điền sau."),
    "backoffice:decision": gettext_noop(
        "Một quyết định công bố và thủ tục của nó. Dự thảo nói trước công bố thì đổi gì, chạm đến hồ sơ nào."
    ),
    "backoffice:decision_item": gettext_noop(
        "Nội dung một thủ tục trong quyết định, bắt đầu từ bản đang hiệu lực. Giữ lại là lưu vào dự thảo, chưa công bố."
    ),
    "backoffice:decision_comparison": gettext_noop(
        "So sánh điều quyết định viết với bản trước. Chữ thêm và chữ bỏ được đánh dấu."
    ),
    "backoffice:decision_in_flight": gettext_noop(
        "Hồ sơ đang giải quyết của thủ tục được sửa. Chúng đi tiếp theo bản lúc được tiếp nhận."
    ),
    "backoffice:versions_compared": gettext_noop(
        "Thủ tục đã đổi gì từ ngày này sang ngày khác. Chọn hai ngày để so sánh."
    ),
    "backoffice:form": gettext_noop(
        "Tờ khai điện tử của thủ tục: bản đang dùng và bản thảo. Bắt đầu từ mẫu hoặc tệp, xem thử rồi công bố."
    ),
    "backoffice:form_preview": gettext_noop(
        "Tờ khai như người dân sẽ thấy. Điền thử để xem câu nào bị báo lỗi; không lưu gì."
    ),
    "backoffice:on_the_spot": gettext_noop(
        "Nơi nào tiếp nhận, thẩm định, phê duyệt và trả kết quả tại chỗ. Tỷ lệ thực hiện được tính từ sự "
        "kiện, không từ khai báo này."
    ),
    "backoffice:competence": gettext_noop(
        "Cơ quan nào giải quyết thủ tục này. Hồ sơ mới đi theo đây; hồ sơ cũ không đổi."
    ),
    "backoffice:processes": gettext_noop(
        "Các bản quy trình nội bộ của thủ tục hoặc cấp. Bản đã ban hành không sửa; muốn đổi thì soạn bản mới."
    ),
    "backoffice:process": gettext_noop(
        "Quy trình vẽ theo làn của từng người. Tải về dạng hình hoặc BPMN để dùng ở phần mềm khác."
    ),
    "backoffice:process_edit": gettext_noop(
        "Quy trình là một bảng: bước, ai làm, bao lâu, rồi đến đâu. Sơ đồ bên cạnh và lỗi ở từng dòng theo ngay khi gõ."
    ),
    "backoffice:process_publish": gettext_noop(
        "Xem điều thay đổi, ghi quyết định phê duyệt và ngày hiệu lực. Quy trình chưa chứng minh được là đúng "
        "thì chưa ban hành được."
    ),
    "backoffice:process_ask": gettext_noop(
        "Gửi dự thảo quy trình lấy ý kiến các cơ quan liên quan trước khi phê duyệt. Chọn cơ quan và hạn trả lời."
    ),
    "backoffice:process_round": gettext_noop(
        "Ai góp ý gì, ở bước nào, và được tiếp thu ra sao. Lời trả lời được gửi lại cho cơ quan góp ý."
    ),
    "backoffice:process_copy": gettext_noop(
        "Ban hành cùng quy trình này cho nhiều thủ tục bằng một quyết định. Trang cho thấy mỗi thủ tục nhận "
        "gì trước khi bấm."
    ),
    "backoffice:variant_new": gettext_noop(
        "Chọn cơ quan cần quy trình riêng cho thủ tục này. Dự thảo bắt đầu từ quy trình cơ quan ấy đang theo."
    ),
    "backoffice:all_level_processes": gettext_noop(
        "Quy trình chung của mỗi cấp, cho thủ tục không có quy trình riêng. Mở một cấp để xem các bản."
    ),
    "backoffice:jobs": gettext_noop(
        "Việc nền của hệ thống: đang chờ, bị lỗi, đã bỏ. Việc lỗi được thử lại; việc đã dừng cần một cú bấm."
    ),
}
# The same pages for the process of a level, and for one agency's own.
SAME = ("backoffice:level_", "backoffice:variant_")


def about(name: str) -> str:
    """The two sentences of the page whose address has this name; empty where the page explains itself."""
    for prefix in SAME:
        if name.startswith(prefix) and name not in ABOUT:
            name = name.replace(prefix, "backoffice:")
    return ABOUT.get(name, "")
