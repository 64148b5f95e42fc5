// The streaming methods of LedgerService: what is sent, and what is taken. Made once a call. See rpc/download.h and
// rpc/upload.h for who calls what on which thread.
#pragma once

#include <memory>

#include "domain/organisation.h"
#include "rpc/call.h"
#include "services/ledger/edition_shelf.h"
#include "services/ledger/ledger.h"
#include "wangge/ledger/v1/ledger.pb.h"

namespace wangge::rpc {
template <typename Response>
class Sender;
template <typename Request, typename Response>
class Receiver;
}  // namespace wangge::rpc

namespace wangge::ledger {

std::shared_ptr<rpc::Sender<v1::FeedResponse>> SendFeed(Ledger& ledger, const rpc::Call& call,
                                                        const v1::FeedRequest& request);

std::shared_ptr<rpc::Sender<v1::ReadEditionResponse>> SendEdition(Ledger& ledger, EditionShelf& shelf,
                                                                  const rpc::Call& call,
                                                                  const v1::ReadEditionRequest& request);

std::shared_ptr<rpc::Receiver<v1::ApplyEditionRequest, v1::ApplyEditionResponse>> TakeEdition(Ledger& ledger,
                                                                                              EditionShelf& shelf,
                                                                                              const rpc::Call& call);

}  // namespace wangge::ledger
